/** A newer version of the app that waits until it is taken. */
export interface WaitingVersion {
  /** Puts it in place and shows it in this window. */
  take(): void;
}

/**
 * Keeps the app itself in the browser, so that it starts with the network off.
 * @param onWaiting told when a newer version is there
 */
export async function keepAppOffline(address: URL, onWaiting: (version: WaitingVersion) => void): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const registration = await register(serviceWorker, address);
  if (registration === null) return;
  const offer = (worker: ServiceWorker): void =>
    onWaiting({
      take: () => {
        serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
        worker.postMessage('take-over');
      },
    });
  if (registration.waiting !== null && serviceWorker.controller !== null) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      // The first version of all replaces nothing.
      if (installing.state === 'installed' && serviceWorker.controller !== null) offer(installing);
    });
  });
}

/** Null on a host without a secure address, or in a browser that forbids it: the app works as long as the network does. */
async function register(container: ServiceWorkerContainer, address: URL): Promise<ServiceWorkerRegistration | null> {
  try {
    // What forbids it may also answer with nothing at all.
    const registration = (await container.register(address)) as ServiceWorkerRegistration | undefined;
    return registration ?? null;
  } catch {
    return null;
  }
}
