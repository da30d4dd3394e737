import type { PickerModel } from './model.ts';

/** A province, city, county or town of China, with its code of GB/T 2260. */
export interface Region {
  readonly code: string;
  readonly name: string;
  /** Of cities and some counties; empty where there is none. */
  readonly postcode: string;
  readonly parts: readonly Region[];
}

interface Growing extends Region {
  readonly parts: Growing[];
}

function linesOf(table: string): Growing[] {
  return table
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [code = '', name = '', postcode = ''] = line.split(' ');
      return { code, name, postcode, parts: [] };
    });
}

/**
 * Reads the table that scripts/generate-regions.ts writes: provinces, each followed by its cities, each followed by
 * its counties; the code of a city twice is the city and its only county.
 */
export function regionsFrom(table: string): readonly Region[] {
  const provinces: Growing[] = [];
  for (const region of linesOf(table)) {
    const city = provinces.at(-1)?.parts.at(-1);
    if (region.code.endsWith('0000')) provinces.push(region);
    else if (region.code.endsWith('00') && city?.code !== region.code) provinces.at(-1)?.parts.push(region);
    else city?.parts.push(region);
  }
  return provinces;
}

/** Puts the towns of a second table into their counties. */
export function withTowns(provinces: readonly Region[], table: string): readonly Region[] {
  const byCounty = Map.groupBy(linesOf(table), ({ code }) => code.slice(0, 6));
  const filled = (county: Region): Region => ({ ...county, parts: byCounty.get(county.code) ?? [] });
  return provinces.map((province) => ({
    ...province,
    parts: province.parts.map((city) => ({ ...city, parts: city.parts.map(filled) })),
  }));
}

const DEPTHS: Readonly<Record<string, number>> = { province: 1, city: 2, region: 3, 'sub-district': 4 };

/** How many wheels a `level` has; `region` where it is none of WeChat's. */
export function depthOf(level: string): number {
  return DEPTHS[level] ?? 3;
}

export interface RegionOptions {
  /** Names from the province down, as `change` tells them; codes do as well. */
  readonly value: unknown;
  readonly level: string;
  /** A row before the others of each wheel, such as 全部; empty for none. */
  readonly customItem: string;
}

/** `mode="region"`: names, codes, and the postcode of the narrowest place that has one. */
export function regionModel(provinces: readonly Region[], options: RegionOptions): PickerModel {
  const { customItem } = options;
  const depth = depthOf(options.level);
  const custom: Region | null =
    customItem === '' ? null : { code: '', name: customItem, postcode: '', parts: [] };
  const listed = (regions: readonly Region[]): readonly Region[] =>
    custom === null ? regions : [custom, ...regions];
  const wanted = Array.isArray(options.value) ? (options.value as readonly unknown[]) : [];
  const picked = Array.from({ length: depth }, () => 0);

  /** The rows of each wheel, as the wheels before it stand. */
  function lists(): readonly (readonly Region[])[] {
    const all: (readonly Region[])[] = [];
    let regions = provinces;
    for (const index of picked) {
      const list = listed(regions);
      all.push(list);
      regions = list[index]?.parts ?? [];
    }
    return all;
  }

  for (let column = 0; column < depth; column += 1) {
    const list = lists()[column] ?? [];
    const at = list.findIndex(({ name, code }) => name === wanted[column] || code === wanted[column]);
    picked[column] = Math.max(at, 0);
  }

  function chosen(): readonly Region[] {
    return lists().flatMap((list, column) => list[picked[column] ?? 0] ?? []);
  }

  return {
    columns: () =>
      lists().map((list, column) => ({ items: list.map(({ name }) => name), index: picked[column] ?? 0 })),
    pick(column, index) {
      picked[column] = index;
      picked.fill(0, column + 1);
    },
    detail() {
      const regions = chosen();
      return {
        value: regions.map(({ name }) => name),
        code: regions.map(({ code }) => code).filter((code) => code !== ''),
        postcode: regions.findLast(({ postcode }) => postcode !== '')?.postcode ?? '',
      };
    },
  };
}

/** Fetches the regions once, the towns when first wanted. Rejects when they do not load; the next call tries again. */
export function createRegionSource(
  fetchTable: (name: 'regions.txt' | 'towns.txt') => Promise<string>,
): (level: string) => Promise<readonly Region[]> {
  const loaded = new Map<'regions' | 'towns', Promise<readonly Region[]>>();
  const once = async (
    key: 'regions' | 'towns',
    load: () => Promise<readonly Region[]>,
  ): Promise<readonly Region[]> => {
    const known = loaded.get(key);
    if (known !== undefined) return known;
    const loading = load();
    loaded.set(key, loading);
    loading.catch(() => loaded.delete(key));
    return loading;
  };
  const regions = async (): Promise<readonly Region[]> =>
    once('regions', async () => regionsFrom(await fetchTable('regions.txt')));
  return async (level) =>
    depthOf(level) < 4
      ? regions()
      : once('towns', async () => withTowns(await regions(), await fetchTable('towns.txt')));
}
