import { findBrowser } from './find-browser.mjs';

const executablePath = findBrowser();

/** The app's pages are as large as on a desk. */
export const DESK = { width: 1440, height: 900 };

/**
 * How a browser is started that shows the app on a machine without a graphics card, as Chrome itself does there: the processor
 * draws the map in the card's place, and puts the panels together without imitating one.
 */
export const browserStart = {
  ...(executablePath ? { executablePath } : {}),
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--disable-gpu-compositing',
  ],
};
