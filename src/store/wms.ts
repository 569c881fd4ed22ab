import { AppError } from '../base/app-error.ts';
import { askAdded, hostOf } from './network.ts';

/** A layer that a WMS offers, with the address of its tiles. */
interface WmsLayer {
  readonly title: string;
  readonly address: string;
  readonly attribution: string;
}

const MOST_LAYERS = 200;

/** The layers of a WMS (1.1.1, 1.3.0) that have a name. @throws AppError import/not-a-basemap, or as `askAdded` */
export async function wmsLayers(address: string, signal: AbortSignal): Promise<readonly WmsLayer[]> {
  const base = baseOf(address);
  base.searchParams.set('service', 'WMS');
  base.searchParams.set('request', 'GetCapabilities');
  const answer = await askAdded(base.href, { signal });
  const page = new DOMParser().parseFromString(new TextDecoder().decode(answer?.bytes), 'application/xml');
  const layers = [...page.querySelectorAll('Layer')].flatMap((layer) => {
    const child = (tag: string): string => [...layer.children].find(({ tagName }) => tagName === tag)?.textContent?.trim() ?? '';
    const name = child('Name');
    if (name === '') return [];
    return [{ title: child('Title') || name, address: wmsTemplate(address, name), attribution: attributionOf(layer) }];
  });
  if (layers.length === 0)
    throw new AppError('import/not-a-basemap', {
      what: 'This WMS names no layer, or is none.',
      where: hostOf(address),
      remedy: 'Give the address that its owner states for GetCapabilities.',
    });
  return layers.slice(0, MOST_LAYERS);
}

/** Whose a layer is: its own word, or that of the group that it is in (WMS 1.3.0 lets layers inherit it). */
function attributionOf(layer: Element): string {
  for (let one: Element | null = layer; one !== null; one = one.parentElement?.closest('Layer') ?? null) {
    const stated = [...one.children]
      .find(({ tagName }) => tagName === 'Attribution')
      ?.querySelector('Title')
      ?.textContent?.trim();
    if (stated !== undefined && stated !== '') return stated;
  }
  return '';
}

/** The address of the tiles of a layer: GetMap in web Mercator, 256 pixels a tile. */
export function wmsTemplate(address: string, layer: string): string {
  const base = baseOf(address);
  const old = base.searchParams.get('version')?.startsWith('1.1') === true;
  const asked = {
    service: 'WMS',
    version: old ? '1.1.1' : '1.3.0',
    request: 'GetMap',
    layers: decodeURIComponent(layer),
    styles: base.searchParams.get('styles') ?? '',
    [old ? 'srs' : 'crs']: 'EPSG:3857',
    format: base.searchParams.get('format') ?? 'image/png',
    transparent: 'true',
    width: '256',
    height: '256',
  };
  for (const [name, value] of Object.entries(asked)) base.searchParams.set(name, value);
  return `${base.href}&bbox={bbox-epsg-3857}`;
}

/** The address with its parameters in lower case and without what is set anew. */
function baseOf(address: string): URL {
  const url = new URL(address.replaceAll('{bbox-epsg-3857}', ''));
  const parameters = [...url.searchParams];
  url.search = '';
  const replaced = ['service', 'request', 'layers', 'bbox', 'width', 'height', 'crs', 'srs', 'transparent'];
  for (const [name, value] of parameters)
    if (!replaced.includes(name.toLowerCase())) url.searchParams.set(name.toLowerCase(), value);
  return url;
}
