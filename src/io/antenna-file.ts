import { AppError } from '../base/app-error.ts';
import type { PatternCut } from '../base/equipment.ts';
import type { AntennaPattern } from '../radio/antenna-pattern.ts';
import { parseNumber } from './number-text.ts';

/** What a gain over a dipole is in gain over an isotropic antenna, dB. */
const DIPOLE_DBI = 2.15;
const MOST_POINTS = 36_000;

/**
 * Reads an antenna's pattern in the form of MSI Planet (.msi, .pln): GAIN in dBd or dBi, then HORIZONTAL and VERTICAL with angles and
 * losses against the greatest gain. Angles of VERTICAL count downwards from the horizon, as its makers' files do.
 * @param name of the file, for errors
 * @throws AppError import/bad-antenna naming the line
 */
export function readPlanetAntenna(text: string, name: string): AntennaPattern & { readonly kind: 'cuts' } {
  const lines = text.split(/\r\n|\n|\r/);
  return {
    kind: 'cuts',
    gainDbi: readGain(lines, name),
    azimuth: readCut(lines, 'HORIZONTAL', name, 1),
    elevation: readCut(lines, 'VERTICAL', name, -1),
  };
}

function readGain(lines: readonly string[], name: string): number {
  const at = lines.findIndex((line) => /^\s*GAIN\s/i.test(line));
  const [, value = '', unit = 'dBd'] = /^\s*GAIN\s+(\S+)\s*(dBi|dBd)?\s*$/i.exec(lines[at] ?? '') ?? [];
  const gain = parseNumber(value) + (unit.toLowerCase() === 'dbi' ? 0 : DIPOLE_DBI);
  if (gain >= -30 && gain <= 80) return gain;
  throw refusal('There is no gain such as "GAIN 18.5 dBi".', at < 0 ? name : `${name}, line ${at + 1}`);
}

/** @param sign −1 where the file counts downwards */
function readCut(lines: readonly string[], keyword: string, name: string, sign: 1 | -1): PatternCut {
  const at = lines.findIndex((line) => new RegExp(`^\\s*${keyword}\\s`, 'i').test(line));
  const count = parseNumber(lines[at]?.trim().split(/\s+/)[1] ?? '');
  if (!(Number.isInteger(count) && count >= 2 && count <= MOST_POINTS))
    throw refusal(`There is no cut such as "${keyword} 360".`, at < 0 ? name : `${name}, line ${at + 1}`);
  const points: { angleDeg: number; lossDb: number }[] = [];
  for (let i = at + 1; i <= at + count; i++) {
    const [angle = '', loss = '', more] = (lines[i] ?? '').trim().split(/\s+/);
    const [angleDeg, lossDb] = [parseNumber(angle), parseNumber(loss)];
    const isPoint = more === undefined && angleDeg >= -360 && angleDeg <= 360 && lossDb >= 0 && lossDb <= 200;
    if (!isPoint) throw refusal(`"${(lines[i] ?? '').slice(0, 40)}" is not an angle and a loss in dB.`, `${name}, line ${i + 1}`);
    points.push({ angleDeg: sign * angleDeg, lossDb });
  }
  return turned(points);
}

/** Points from −180 to 180 degrees, the ring closed at both ends. */
function turned(points: readonly { angleDeg: number; lossDb: number }[]): PatternCut {
  const ring = points.map(({ angleDeg, lossDb }) => ({ angleDeg: angleDeg - 360 * Math.round(angleDeg / 360), lossDb }));
  ring.sort((one, other) => one.angleDeg - other.angleDeg);
  const [first, last] = [ring[0], ring.at(-1)];
  if (first !== undefined && last !== undefined) {
    ring.unshift({ angleDeg: last.angleDeg - 360, lossDb: last.lossDb });
    ring.push({ angleDeg: first.angleDeg + 360, lossDb: first.lossDb });
  }
  return {
    angleDeg: ring.map(({ angleDeg }) => angleDeg),
    lossDb: ring.map(({ lossDb }) => lossDb),
  };
}

function refusal(what: string, where: string): AppError {
  return new AppError('import/bad-antenna', { what, where, remedy: 'Take the MSI Planet file (.msi, .pln) of the maker.' });
}
