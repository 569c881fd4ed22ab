import { AppError } from '../base/app-error.ts';

/** Files that a person gives to the app and gets from it. */
export interface FileAccess {
  /** Asks for files; an empty list when the person thinks better of it. */
  choose(accept: string, several: boolean): Promise<readonly File[]>;
  /** Hands a file over as a download. */
  save(name: string, bytes: Uint8Array, type: string): void;
  /** Asks where to save, and gives the file, which can be written again; null where the browser can only download. */
  readonly chooseTarget: ((name: string) => Promise<FileSystemFileHandle>) | null;
  /** Writes a file that was chosen: the old or the new content is there, whatever happens. @throws AppError file/not-written */
  write(file: FileSystemFileHandle, bytes: Uint8Array): Promise<void>;
}

/** The browser's own file dialogs. */
export const browserFiles: FileAccess = {
  choose: chooseFiles,
  save: saveFile,
  chooseTarget: 'showSaveFilePicker' in window ? chooseTarget : null,
  write: writeFile,
};

/** What the File System Access API adds in browsers that have it; the page's types do not know it. */
interface FilePickers {
  showSaveFilePicker(options: {
    suggestedName: string;
    types: { description: string; accept: Record<string, string[]> }[];
  }): Promise<FileSystemFileHandle>;
}
interface FilePermissions {
  requestPermission?(options: { mode: 'readwrite' }): Promise<PermissionState>;
}

function chooseTarget(name: string): Promise<FileSystemFileHandle> {
  // Looked for above.
  return (window as unknown as FilePickers).showSaveFilePicker({
    suggestedName: name,
    types: [{ description: 'Weft project', accept: { 'application/x-weft': ['.weft'] } }],
  });
}

async function writeFile(file: FileSystemFileHandle, bytes: Uint8Array): Promise<void> {
  try {
    const allowed = (await (file as FilePermissions).requestPermission?.({ mode: 'readwrite' })) ?? 'granted';
    if (allowed !== 'granted') throw new DOMException('The browser was not allowed to write.', 'NotAllowedError');
    // Written beside the file and put in its place when it is closed.
    const stream = await file.createWritable();
    await stream.write(bytes as Uint8Array<ArrayBuffer>); // our own writers never share memory
    await stream.close();
  } catch (error) {
    throw new AppError(
      'file/not-written',
      { what: 'The file was not written; what was there is unchanged.', where: file.name, remedy: 'Save it under another name.' },
      error,
    );
  }
}

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
