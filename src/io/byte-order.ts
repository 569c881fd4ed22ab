/** True where this machine's typed arrays hold the least byte first, as nearly all do. */
export const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
