import type { ProblemList } from './source-layer.ts';

/** Language drivers of dBASE files (byte 29) that name an encoding which browsers can read. Source: Esri, "Shapefile code pages". */
const BY_DRIVER: Readonly<Record<number, string>> = {
  0x03: 'windows-1252',
  0x57: 'windows-1252',
  0x58: 'windows-1252',
  0x59: 'windows-1252',
  0x13: 'shift_jis',
  0x7b: 'shift_jis',
  0x4d: 'gbk',
  0x7a: 'gbk',
  0x4e: 'euc-kr',
  0x79: 'euc-kr',
  0x4f: 'big5',
  0x78: 'big5',
  0x26: 'ibm866',
  0x65: 'ibm866',
  0xc8: 'windows-1250',
  0xc9: 'windows-1251',
  0xca: 'windows-1254',
  0xcb: 'windows-1253',
  0xcc: 'windows-1257',
  0x7c: 'windows-874',
};

/** The encoding of a dBASE file's texts: by its `.cpg`, else by its language driver, else UTF-8 where it is valid, else Windows-1252. */
export function dbfEncoding(dbf: Uint8Array, cpg: Uint8Array | undefined, problems: ProblemList): string {
  const stated = cpg === undefined ? null : encodingCalled(new TextDecoder('windows-1252').decode(cpg).trim());
  if (stated !== null) return stated;
  const driver = BY_DRIVER[dbf[29] ?? 0];
  if (driver !== undefined) return driver;
  if (dbf.every((byte) => byte < 128)) return 'utf-8';
  const isUtf8 = decodes('utf-8', dbf.subarray(headerBytes(dbf)));
  const encoding = isUtf8 ? 'utf-8' : 'windows-1252';
  problems.add(
    isUtf8 ? 'note' : 'warning',
    'import/encoding',
    '',
    `The attributes do not state their encoding; they were read as ${isUtf8 ? 'UTF-8' : 'Windows-1252. Look at names with accents'}.`,
  );
  return encoding;
}

function headerBytes(dbf: Uint8Array): number {
  return (dbf[8] ?? 0) + 256 * (dbf[9] ?? 0);
}

/** `UTF-8`, `65001`, `ISO 88591`, `ANSI 1252`, `OEM 866` … as the platform calls them; null where it has none. */
function encodingCalled(text: string): string | null {
  const number = /(\d{3,5})$/.exec(text.replace(/[\s-]/g, ''))?.[1] ?? '';
  const iso = /8859-?_?(\d{1,2})$/.exec(text.replace(/\s/g, ''))?.[1];
  const candidates = [
    text,
    iso === undefined ? '' : `iso-8859-${iso}`,
    number === '65001' ? 'utf-8' : '',
    number === '932' ? 'shift_jis' : '',
    number === '936' ? 'gbk' : '',
    number === '949' ? 'euc-kr' : '',
    number === '950' ? 'big5' : '',
    `windows-${number}`,
    `ibm${number}`,
  ];
  return candidates.find((candidate) => candidate !== '' && decodes(candidate, new Uint8Array())) ?? null;
}

function decodes(encoding: string, bytes: Uint8Array): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false; // the platform does not know it, or the bytes are not in it
  }
}
