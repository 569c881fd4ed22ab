/** A small seeded generator (mulberry32) and value noise, so that the same seed gives the same town on every machine. */

/** 32-bit hash of a text (FNV-1a). */
export function hashText(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * A random stream of its own for each purpose, so that a change in one step of the town does not shuffle the others.
 * @param {number} seed the town's seed
 * @param {string} purpose name of the stream
 */
export function makeRandom(seed, purpose) {
  let state = (hashText(purpose) ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    range: (low, high) => low + (high - low) * next(),
    integer: (low, high) => low + Math.floor((high - low + 1) * next()),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)],
  };
}

/** Smooth value noise in −1…1 with one lattice cell per unit. */
export function makeNoise(seed, purpose) {
  const salt = hashText(`${purpose}:${seed}`);
  const lattice = (i, j) => {
    let h = Math.imul(i, 0x27d4eb2d) ^ Math.imul(j, 0x165667b1) ^ salt;
    h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 0) / 2147483648 - 1;
  };
  return (x, y) => {
    const i = Math.floor(x);
    const j = Math.floor(y);
    const u = ease(x - i);
    const v = ease(y - j);
    const low = lattice(i, j) * (1 - u) + lattice(i + 1, j) * u;
    const high = lattice(i, j + 1) * (1 - u) + lattice(i + 1, j + 1) * u;
    return low * (1 - v) + high * v;
  };
}

/** Several octaves of noise, each half as wide and half as strong; −1…1. */
export function layeredNoise(noise, x, y, octaves) {
  let sum = 0;
  let weight = 0;
  for (let k = 0, scale = 1, strength = 1; k < octaves; k++, scale *= 2.03, strength *= 0.5) {
    sum += strength * noise(x * scale + 17 * k, y * scale - 31 * k);
    weight += strength;
  }
  return sum / weight;
}

function ease(u) {
  return u * u * u * (u * (u * 6 - 15) + 10);
}

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothStep(from, to, value) {
  const u = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return u * u * (3 - 2 * u);
}

export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
