import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of one file on this computer, and what it was asked for. */
export interface RangeServer {
  readonly address: string;
  /** Bytes that it has sent. */
  sent: number;
  requests: number;
  close(): Promise<void>;
}

/** How the server misbehaves. */
export type Behaviour = 'ranges' | 'no ranges' | 'not found' | 'changes' | 'shorter' | 'busy at first' | 'no size';

/** Serves a file as servers do. `changes`: another entity tag with each answer; `shorter`: half of each piece. */
export async function serveFile(bytes: Uint8Array, behaviour: Behaviour = 'ranges'): Promise<RangeServer> {
  const state = { sent: 0, requests: 0 };
  const server = createServer((request, response) => {
    state.requests++;
    state.sent += answer(request, response, bytes, behaviour, state.requests);
  });
  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/heights.tif`,
    get sent() {
      return state.sent;
    },
    get requests() {
      return state.requests;
    },
    close: () => new Promise((resume) => server.close(() => resume()).closeAllConnections()),
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Uint8Array,
  behaviour: Behaviour,
  count: number,
): number {
  const end = (status: number, headers: Record<string, string | number> = {}, body?: Uint8Array): number => {
    response.writeHead(status, headers);
    response.end(body);
    return body?.length ?? 0;
  };
  if (behaviour === 'not found') return end(404);
  if (behaviour === 'busy at first' && count < 3) return end(503);
  if (request.method === 'HEAD') return end(200, { 'Content-Length': bytes.length });
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  if (behaviour === 'no ranges' || first === undefined) return end(200, { 'Content-Length': bytes.length }, bytes);
  const [from, to] = [Number(first), Math.min(Number(last), bytes.length - 1)];
  const piece = bytes.subarray(from, behaviour === 'shorter' && to > from ? from + (to - from) / 2 : to + 1);
  const headers = {
    'Content-Length': piece.length,
    ETag: behaviour === 'changes' ? `"${count}"` : '"one"',
    ...(behaviour === 'no size' ? {} : { 'Content-Range': `bytes ${from}-${to}/${bytes.length}` }),
  };
  return end(206, headers, piece);
}
