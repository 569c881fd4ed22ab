import type { Workbench } from '../commands/workbench.ts';

/** Keeps the view in step with the screen: its width, the system's colours, and the theme on the page. */
export function followScreen({ view }: Workbench): void {
  follow('(max-width: 699px)', (narrow) => (view.narrow = narrow));
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
