import {
  MercatorCoordinate,
  type CustomLayerInterface,
  type CustomRenderMethodInput,
  type Map as MapLibreMap,
} from 'maplibre-gl';
import FRAGMENT from './air.fragment.glsl?raw';
import VERTEX from './air.vertex.glsl?raw';
import { airCorners, CORNER_NUMBERS, type AirLine } from './air-line.ts';

/** How much is seen of what lies behind a hill or a house. */
const HIDDEN_OPACITY = 0.3;

/** The layer of the map that draws lines through the air; one program, made when it is first added. */
export class AirLayer implements CustomLayerInterface {
  readonly id = 'air-lines';
  readonly type = 'custom';
  readonly renderingMode = '3d';
  #map: MapLibreMap | null = null;
  #gl: WebGL2RenderingContext | null = null;
  #program: WebGLProgram | null = null;
  #buffer: WebGLBuffer | null = null;
  #array: WebGLVertexArrayObject | null = null;
  #lines: readonly AirLine[] = [];
  #origin = new MercatorCoordinate(0, 0);
  #count = 0;

  setLines(lines: readonly AirLine[]): void {
    this.#lines = lines;
    this.#upload();
    this.#map?.triggerRepaint();
  }

  onAdd(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    this.#map = map;
    this.#gl = gl;
    this.#program = programOf(gl);
    this.#buffer = gl.createBuffer();
    this.#array = gl.createVertexArray();
    gl.bindVertexArray(this.#array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    let at = 0;
    for (const [name, size] of [
      ['a_here', 3],
      ['a_there', 3],
      ['a_side', 2],
      ['a_colour', 3],
    ] as const) {
      const place = gl.getAttribLocation(this.#program, name);
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, size, gl.FLOAT, false, CORNER_NUMBERS * 4, at * 4);
      at += size;
    }
    gl.bindVertexArray(null);
    this.#upload();
  }

  onRemove(_map: MapLibreMap, gl: WebGL2RenderingContext): void {
    gl.deleteProgram(this.#program);
    gl.deleteBuffer(this.#buffer);
    gl.deleteVertexArray(this.#array);
    this.#map = this.#gl = null;
  }

  render(gl: WebGL2RenderingContext, { defaultProjectionData }: CustomRenderMethodInput): void {
    if (this.#count === 0 || this.#program === null) return;
    gl.useProgram(this.#program);
    gl.bindVertexArray(this.#array);
    const uniform = (name: string): WebGLUniformLocation | null => gl.getUniformLocation(this.#program as WebGLProgram, name); // not null: above
    gl.uniformMatrix4fv(uniform('u_matrix'), false, movedTo(defaultProjectionData.mainMatrix, this.#origin));
    gl.uniform2f(uniform('u_half_size'), gl.drawingBufferWidth / 2, gl.drawingBufferHeight / 2);
    gl.disable(gl.CULL_FACE);
    gl.depthMask(false);
    for (const [order, opacity] of [
      [gl.GREATER, HIDDEN_OPACITY],
      [gl.LEQUAL, 1],
    ] as const) {
      gl.depthFunc(order);
      gl.uniform1f(uniform('u_opacity'), opacity);
      gl.drawArrays(gl.TRIANGLES, 0, this.#count);
    }
    gl.bindVertexArray(null);
  }

  #upload(): void {
    const gl = this.#gl;
    if (gl === null) return;
    const [first] = this.#lines;
    // Near the lines, so that short numbers are exact to millimetres.
    this.#origin = MercatorCoordinate.fromLngLat(first === undefined ? [0, 0] : [first.from.position[0], first.from.position[1]]);
    const corners = airCorners(this.#lines, this.#origin);
    this.#count = corners.length / CORNER_NUMBERS;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    gl.bufferData(gl.ARRAY_BUFFER, corners, gl.STATIC_DRAW);
  }
}

/** A matrix for positions that are counted from an origin. */
function movedTo(matrix: Readonly<ArrayLike<number>>, { x, y }: MercatorCoordinate): Float32Array {
  const moved = Float64Array.from({ length: 16 }, (_, i) => matrix[i] ?? 0);
  for (let row = 0; row < 4; row++)
    moved[12 + row] = (matrix[row] ?? 0) * x + (matrix[4 + row] ?? 0) * y + (matrix[12 + row] ?? 0);
  return Float32Array.from(moved);
}

function programOf(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, text] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) continue; // the context is lost: it comes again
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return program;
}
