import type { Plan } from '../../src/plan/plan.ts';
import { aTown } from './fiber-town.ts';

/** Poles along one street, a second street without, a railway across, premises on both sides. @param named what a thing is called by its id */
export function hamlet(named: (id: string) => string = (id) => id): Plan {
  const town = aTown()
    .hut('H', 0, 5)
    .way(
      'w1',
      [
        [-200, 0],
        [200, 0],
      ],
      { name: named('w1') },
    )
    .way('w2', [
      [50, -150],
      [50, 150],
    ])
    .barrier(
      'b',
      [
        [120, -200],
        [120, 200],
      ],
      'rail',
    );
  for (let x = -200; x <= 200; x += 50)
    town
      .pole(`p${x}`, x, 3, { owner: named('Co-op') })
      .premises(`n${x}`, x + 7, 25)
      .premises(`s${x}`, x + 11, -25);
  for (let y = -140; y <= 140; y += 40) town.premises(`e${y}`, 75, y);
  return town.area(named('West'), -250, -200, 20, 200).area(named('East'), 20, -200, 250, 200).plan();
}
