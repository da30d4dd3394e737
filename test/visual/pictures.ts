import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** Where the accepted pictures lie, a folder for each set. */
const ACCEPTED = path.join(import.meta.dirname, 'accepted');
/** Colors nearer than this are the same: 0 is equality, 1 takes anything. */
const COLOR_THRESHOLD = 0.05;
/** So many pixels may differ: the edge of a curve that another graphics driver draws in its own way. */
const MAX_PIXELS = 40;

/** True when this run writes down what it sees instead of comparing it. */
const ACCEPTING = process.env['FERRY_ACCEPT_PICTURES'] === '1';

/** Compares what is seen with the accepted pictures of one set, and remembers what differs. */
export interface PictureSet {
  /** @param png the picture as it is now */
  check(name: string, png: Buffer): void;
  /** What differs, a line each; a picture that nothing shows any more counts. Call it at the end. */
  differences(): string[];
}

/** @param name the set's folder */
export function openPictures(name: string): PictureSet {
  const folder = path.join(ACCEPTED, name);
  const seen = new Set<string>();
  const lines: string[] = [];
  let evidence: string | null = null;

  /** Where the pictures of a difference go; they stay for whoever looks into it. */
  function keep(file: string, picture: PNG): string {
    evidence ??= fs.mkdtempSync(path.join(os.tmpdir(), `ferry-pictures-${name}-`));
    const target = path.join(evidence, file);
    fs.writeFileSync(target, encoded(picture));
    return target;
  }

  function compare(picture: string, accepted: PNG, actual: PNG): void {
    const { width, height } = actual;
    if (accepted.width !== width || accepted.height !== height) {
      const was = `${String(accepted.width)} × ${String(accepted.height)}`;
      const is = `${String(width)} × ${String(height)}`;
      lines.push(`${name}/${picture}: was ${was} pixels, is ${is}: ${keep(`${picture}.actual.png`, actual)}`);
      return;
    }
    const diff = new PNG({ width, height });
    const count = pixelmatch(accepted.data, actual.data, diff.data, width, height, {
      threshold: COLOR_THRESHOLD,
    });
    if (count <= MAX_PIXELS) return;
    const files = [keep(`${picture}.actual.png`, actual), keep(`${picture}.diff.png`, diff)];
    lines.push(`${name}/${picture}: ${String(count)} pixels differ: ${files.join(' and ')}`);
  }

  return {
    check(picture, png) {
      seen.add(`${picture}.png`);
      const actual = PNG.sync.read(png);
      const file = path.join(folder, `${picture}.png`);
      if (ACCEPTING) {
        fs.mkdirSync(folder, { recursive: true });
        fs.writeFileSync(file, encoded(actual));
      } else if (fs.existsSync(file)) compare(picture, PNG.sync.read(fs.readFileSync(file)), actual);
      else lines.push(`${name}/${picture}: is not accepted yet: ${keep(`${picture}.actual.png`, actual)}`);
    },
    differences() {
      const old = fs.existsSync(folder) ? fs.readdirSync(folder).filter((file) => !seen.has(file)) : [];
      if (ACCEPTING) for (const file of old) fs.rmSync(path.join(folder, file));
      else lines.push(...old.map((file) => `${name}/${file}: nothing shows this any more`));
      return lines;
    },
  };
}

function encoded(picture: PNG): Buffer {
  return PNG.sync.write(picture, { deflateLevel: 9, deflateStrategy: 0, colorType: 2 });
}
