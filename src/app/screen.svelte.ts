import type { Workbench } from '../commands/workbench.ts';

/** Keeps the view in step with the screen: its width, the system's colours, and the theme on the page. */
export function followScreen({ view }: Workbench): void {
  // Beside two panels less than half of the screen would be left for the map: they come as sheets. So does a usual screen at double size.
  follow('(max-width: 880px)', (narrow) => (view.narrow = narrow));
  follow('(prefers-color-scheme: dark)', (dark) => (view.systemDark = dark));
  $effect.root(() => {
    $effect(() => {
      document.documentElement.dataset['theme'] = view.dark ? 'dark' : 'light';
    });
  });
}

function follow(query: string, tell: (matches: boolean) => void): void {
  const media = matchMedia(query);
  tell(media.matches);
  media.addEventListener('change', ({ matches }) => tell(matches));
}
