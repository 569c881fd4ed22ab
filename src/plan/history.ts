import { apply, type Change } from './change.ts';
import type { Plan } from './plan.ts';

interface Step {
  readonly note: string;
  readonly forward: Change;
  readonly inverse: Change;
}

/**
 * Linear undo and redo over one plan. The plan is altered only through `commit`. Ranks tell states apart: undoing back
 * to the saved state makes the plan clean again.
 */
export class History {
  readonly #plan: Plan;
  #done: Step[] = [];
  #undone: Step[] = [];
  #saved: Step | null = null;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  commit(change: Change): void {
    const inverse = apply(this.#plan, change);
    this.#done.push({ note: change.note, forward: change, inverse });
    this.#undone = [];
  }

  /** Takes the last step back; false when there is none. */
  undo(): boolean {
    const step = this.#done.pop();
    if (step === undefined) return false;
    apply(this.#plan, step.inverse);
    this.#undone.push(step);
    return true;
  }

  /** Does the last undone step again; false when there is none. */
  redo(): boolean {
    const step = this.#undone.pop();
    if (step === undefined) return false;
    apply(this.#plan, step.forward);
    this.#done.push(step);
    return true;
  }

  /** The note of the step that `undo` would take back, or null. */
  get undoNote(): string | null {
    return this.#done.at(-1)?.note ?? null;
  }

  get redoNote(): string | null {
    return this.#undone.at(-1)?.note ?? null;
  }

  /** Says that the state as it stands now is in a file. */
  markSaved(): void {
    this.#saved = this.#done.at(-1) ?? null;
  }

  get isSaved(): boolean {
    return (this.#done.at(-1) ?? null) === this.#saved;
  }

  /** A mark to which `squash` joins what follows it: one gesture, one step. */
  mark(): number {
    return this.#done.length;
  }

  /** Joins all steps since `mark` into one under a note. */
  squash(mark: number, note: string): void {
    const steps = this.#done.splice(mark);
    const first = steps[0];
    const last = steps.at(-1);
    if (first === undefined || last === undefined) return;
    if (steps.length === 1) {
      this.#done.push({ ...first, note });
      return;
    }
    for (const step of [...steps].reverse()) apply(this.#plan, step.inverse);
    const forward = joined(
      steps.map((step) => step.forward),
      note,
    );
    this.#done.push({ note, forward, inverse: apply(this.#plan, forward) });
  }
}

/** One change that does what several do in order. Later whole layers win over the edits that came before them. */
function joined(changes: readonly Change[], note: string): Change {
  let result: Change = { note };
  for (const change of changes) {
    const replaced = new Set(change.layers?.map(({ name }) => name));
    const changedRasters = new Set(change.rasters?.map(({ name }) => name));
    result = {
      ...result,
      ...change,
      note,
      ...(result.layers || change.layers
        ? { layers: [...(result.layers ?? []).filter(({ name }) => !replaced.has(name)), ...(change.layers ?? [])] }
        : {}),
      ...(result.features || change.features
        ? { features: [...(result.features ?? []).filter(({ layer }) => !replaced.has(layer)), ...(change.features ?? [])] }
        : {}),
      ...(result.rasters || change.rasters
        ? { rasters: [...(result.rasters ?? []).filter(({ name }) => !changedRasters.has(name)), ...(change.rasters ?? [])] }
        : {}),
    };
  }
  return result;
}
