/** Files that a person gives to the app and gets from it. */
export interface FileAccess {
  /** Asks for files; an empty list when the person thinks better of it. */
  choose(accept: string, several: boolean): Promise<readonly File[]>;
  /** Hands a file over as a download. */
  save(name: string, bytes: Uint8Array, type: string): void;
}

/** The browser's own file dialogs. */
export const browserFiles: FileAccess = { choose: chooseFiles, save: saveFile };

function chooseFiles(accept: string, several: boolean): Promise<readonly File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  input.multiple = several;
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]), { once: true });
    input.addEventListener('cancel', () => resolve([]), { once: true });
    input.click();
  });
}

function saveFile(name: string, bytes: Uint8Array, type: string): void {
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type })); // our own writers never share memory
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  // The browser has taken the address over by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
