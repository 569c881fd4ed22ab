import { AppError } from '../../base/app-error.ts';
import type { LngLat } from '../../geo/position.ts';
import { wording } from '../../text/wording.ts';

const words = wording.shareLink;

/** What a link holds beside the plan: where one looks, and at what. */
export interface SharedView {
  readonly centre: LngLat;
  readonly zoom: number;
  /** Groups of the map that are hidden. */
  readonly hidden: readonly string[];
  /** Keys of what is selected. */
  readonly selected: readonly string[];
  /** The name of the plan that it is about. */
  readonly plan: string;
  /** The plan is the sample town, which every copy of the program brings along. */
  readonly isSample: boolean;
}

export interface SharedLink {
  readonly view: SharedView;
  /** The plan as the bytes of a project file; null where it is not in the link. */
  readonly project: Uint8Array | null;
}

/** Longer links are cut by mail programs and chats; characters. */
export const LONGEST_LINK = 30_000;
/** A selection longer than this is left out. */
const MOST_SELECTED = 50;
const VERSION = 1;

/** The part of an address after "#". Browsers never send it to a server. */
export function writeShare({ view, project }: SharedLink): string {
  const { centre, zoom, hidden, selected, plan, isSample } = view;
  const json = JSON.stringify({
    v: VERSION,
    at: [...centre.map((degrees) => Math.round(degrees * 1e7) / 1e7), Math.round(zoom * 1e4) / 1e4],
    ...(hidden.length > 0 ? { hidden } : {}),
    ...(selected.length > 0 && selected.length <= MOST_SELECTED ? { selected } : {}),
    plan,
    ...(isSample ? { sample: true } : {}),
  });
  const text = `view=${base64Url(new TextEncoder().encode(json))}`;
  return project === null ? text : `${text}&plan=${base64Url(project)}`;
}

/** Reads what `writeShare` wrote; null where an address holds nothing of it. @throws AppError project/link */
export function readShare(hash: string): SharedLink | null {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const [view, plan] = [parts.get('view'), parts.get('plan')];
  if (view === null) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(view)));
    return { view: checkedView(value), project: plan === null ? null : bytesOf(plan) };
  } catch (cause) {
    throw new AppError(
      'project/link',
      {
        what: words.theLinkDamagedPerhapsWas,
        where: '',
        remedy: words.askForLinkAgainOr,
      },
      cause,
    );
  }
}

function checkedView(value: unknown): SharedView {
  const { v, at, hidden, selected, plan, sample } = value as Record<string, unknown>; // each checked below
  const texts = (list: unknown): string[] => (Array.isArray(list) ? list.filter((one) => typeof one === 'string') : []);
  if (v !== VERSION || !Array.isArray(at) || typeof plan !== 'string') throw new Error('not a view');
  const [lng, lat, zoom] = at as unknown[];
  const isWithin = (number: unknown, least: number, most: number): number is number =>
    typeof number === 'number' && number >= least && number <= most;
  if (!isWithin(lng, -180, 180) || !isWithin(lat, -90, 90) || !isWithin(zoom, 0, 24)) throw new Error('not a place');
  return { centre: [lng, lat], zoom, hidden: texts(hidden), selected: texts(selected), plan, isSample: sample === true };
}

function base64Url(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}
