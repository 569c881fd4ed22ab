import { mixedColor } from '../../base/colour.ts';
import { paperPalette as palette } from '../../base/palette.ts';
import { bearingText, numberText } from '../../base/quantity-text.ts';
import type { Paper } from '../../io/pdf/paper.ts';
import {
  acrossStrip,
  compassName,
  downStrip,
  landscapeShades,
  roundStep,
  silhouettes,
  stripAngles,
  type StripScale,
} from '../panorama/strip-scale.ts';
import { lettersOf, verdictStroke } from './sheet-map.ts';
import type { RoofSheet } from './study.ts';

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The skyline, or an empty frame of the same size and marks for a photo. Both have the crosses of the links. */
export function drawSkyline(paper: Paper, { panorama, links }: RoofSheet, frame: Frame, isFilled: boolean): void {
  const scale: StripScale = { ...frame, fromDeg: 0, spanDeg: 360, ...stripAngles(panorama) };
  const { left, top, width, height } = frame;
  const [sky, haze, near] = landscapeShades(palette, false);
  if (isFilled) {
    paper.rectangle(left, top, width, height, { fill: mixedColor(sky, '#ffffff', 0.4) });
    for (const { depth, points } of silhouettes(panorama, scale)) {
      const fill = mixedColor(near, haze, depth ** 0.85);
      paper.area([[[left, top + height], ...points, [left + width, top + height]]], { fill });
    }
  }
  drawMarks(paper, scale, isFilled);
  const letters = lettersOf(links);
  links.forEach(({ aim, result }, i) => {
    const x = acrossStrip(scale, aim.azimuthTrueDeg);
    const y = downStrip(scale, aim.tiltDeg);
    const { color } = verdictStroke(result);
    const halo = isFilled ? '#ffffff' : undefined;
    for (const stroke of [...(halo === undefined ? [] : [{ color: halo, widthMm: 0.9 }]), { color, widthMm: 0.4 }]) {
      paper.line(
        [
          [x - 2.2, y],
          [x + 2.2, y],
        ],
        stroke,
      );
      paper.line(
        [
          [x, y - 2.2],
          [x, y + 2.2],
        ],
        stroke,
      );
    }
    paper.circle(x, y, 1.3, { stroke: { color, widthMm: 0.35 } });
    const isAtEdge = x > left + width - 5;
    paper.text(isAtEdge ? x - 1.7 : x + 1.7, y - 1.6, letters[i] ?? '', {
      align: isAtEdge ? 'right' : 'left',
      sizePt: 8,
      bold: true,
      color,
      haloColor: '#ffffff',
    });
  });
}

function drawMarks(paper: Paper, scale: StripScale, isFilled: boolean): void {
  const { left, top, width, height } = scale;
  const step = roundStep(scale.topDeg - scale.bottomDeg, 5);
  for (let at = Math.ceil(scale.bottomDeg / step); at * step <= scale.topDeg; at++) {
    const y = downStrip(scale, at * step);
    const color = at === 0 ? palette.inkSoft : isFilled ? mixedColor(palette.inkSoft, '#ffffff', 0.4) : palette.line;
    paper.line(
      [
        [left, y],
        [left + width, y],
      ],
      { color, widthMm: at === 0 ? 0.2 : 0.1, ...(at === 0 ? { dashMm: [1.5, 1] } : {}) },
    );
    paper.text(left - 1, y + 0.9, `${numberText(at * step, step < 1 ? 1 : 0)}°`, {
      sizePt: 6.5,
      color: palette.inkSoft,
      align: 'right',
    });
  }
  for (let bearing = 0; bearing <= 360; bearing += 15) {
    const x = left + (width * bearing) / 360;
    const name = compassName(bearing);
    paper.line(
      [
        [x, top + height],
        [x, top + height + 1.2],
      ],
      { color: palette.inkSoft, widthMm: 0.2 },
    );
    if (bearing % 30 !== 0 && name === null) continue;
    paper.text(x, top + height + 4.2, name ?? bearingText(bearing), {
      sizePt: 7,
      bold: name !== null,
      color: name === null ? palette.inkSoft : palette.ink,
      align: 'center',
    });
  }
  paper.rectangle(left, top, width, height, { stroke: { color: palette.inkSoft, widthMm: 0.25 } });
}
