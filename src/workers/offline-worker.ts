/**
 * The service worker: keeps the whole app in the browser, so that it starts with the network off. A new version is fetched beside the
 * old one and waits until a person takes it. Where the host does not set them, it adds the headers that isolate the page.
 */
const scope = self as unknown as ServiceWorkerGlobalScope;

/** Put in by the build (vite.config.ts): what belongs to this version. */
declare const WEFT_VERSION: string;
declare const WEFT_FILES: readonly string[];

const PREFIX = 'weft-app-';
const CACHE = `${PREFIX}${WEFT_VERSION}`;
const PAGE = 'index.html';

const addressOf = (file: string): string => new URL(file, scope.registration.scope).href;

scope.addEventListener('install', (event) => event.waitUntil(fetchAll()));
scope.addEventListener('activate', (event) => event.waitUntil(takePlace()));
scope.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
  if (data === 'take-over') void scope.skipWaiting();
});
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method === 'GET' && request.url.startsWith(scope.registration.scope)) event.respondWith(serve(request));
});

/** All files or none: a version that is only half there is not installed. */
async function fetchAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(WEFT_FILES.map((file) => new Request(addressOf(file), { cache: 'no-cache' })));
}

/** The version before this one stays: a tab that still shows it may want a part that it has not loaded yet. */
async function takePlace(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
  await scope.clients.claim();
}

async function serve(request: Request): Promise<Response> {
  const isPage = request.mode === 'navigate' && [scope.registration.scope, addressOf(PAGE)].includes(bare(request.url));
  const cache = await caches.open(CACHE);
  const kept = (await cache.match(isPage ? addressOf(PAGE) : bare(request.url))) ?? (await caches.match(bare(request.url)));
  return isolated(kept ?? (await fetch(request)));
}

/** An address without what follows `?` and `#`. */
function bare(address: string): string {
  const { origin, pathname } = new URL(address);
  return origin + pathname;
}

function isolated(response: Response): Response {
  if (response.type === 'opaque' || response.type === 'error' || response.headers.has('Cross-Origin-Embedder-Policy'))
    return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
