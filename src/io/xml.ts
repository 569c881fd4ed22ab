import { SaxesParser } from 'saxes';
import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import type { ProblemList } from './source-layer.ts';
import { decodeText } from './text-encoding.ts';

/** What is told about a document, in its order. Names come without their namespace's prefix. */
export interface XmlListener {
  open(name: string, attributes: Readonly<Record<string, string>>, line: number): void;
  /** @param text the element's own text, without that of the elements in it */
  close(name: string, text: string): void;
}

/** Elements nested deeper than in any honest file. */
const MOST_DEPTH = 100;
const PIECE = 2 ** 20;

/**
 * Reads an XML document piece by piece. Entities of the document's own are neither expanded nor fetched: a file that defines some
 * is refused. @throws AppError import/damaged, import/xml-entities, import/empty-file, import/too-large, and what the listener throws
 */
export async function readXml(
  file: string,
  bytes: Uint8Array,
  problems: ProblemList,
  listener: XmlListener,
  job: JobContext,
): Promise<void> {
  const text = decodeText(file, bytes, problems);
  const parser = new SaxesParser<{ xmlns: false }>({ xmlns: false });
  const open: { name: string; text: string }[] = [];
  let atEnd = false;
  const addText = (piece: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += piece;
  };
  parser.on('error', (error) => {
    throw atEnd ? cutShort(file, error) : damaged(file, `is broken in line ${parser.line}`, error);
  });
  parser.on('doctype', (doctype) => {
    if (/<!ENTITY/i.test(doctype)) throw ownEntities(file);
  });
  parser.on('opentag', (tag) => {
    const name = withoutPrefix(tag.name);
    if (open.length >= MOST_DEPTH) throw damaged(file, `nests elements more than ${MOST_DEPTH} deep`);
    open.push({ name, text: '' });
    listener.open(name, tag.attributes, parser.line);
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop();
    if (element !== undefined) listener.close(element.name, element.text);
  });
  for (let from = 0; from < text.length; from += PIECE) {
    job.progress(`Reading ${file}`, from / text.length);
    await breathe(job);
    parser.write(text.slice(from, from + PIECE));
  }
  atEnd = true;
  parser.close();
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function damaged(file: string, what: string, cause?: unknown): AppError {
  return new AppError(
    'import/damaged',
    { what: `The file cannot be read: its XML ${what}.`, where: file, remedy: 'Fetch or export it again.' },
    cause,
  );
}

function cutShort(file: string, cause: unknown): AppError {
  return new AppError(
    'import/damaged',
    { what: 'The file ends before its XML does; it may be cut.', where: file, remedy: 'Fetch or export it again.' },
    cause,
  );
}

function ownEntities(file: string): AppError {
  return new AppError('import/xml-entities', {
    what: 'The file defines XML entities of its own, which are not expanded: they can refer to other files or grow without end.',
    where: file,
    remedy: 'Export it again from the program that made it; ordinary files have none.',
  });
}
