/** Orders texts by UTF-16 code unit: the same in every engine and locale. The order of ids everywhere. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
