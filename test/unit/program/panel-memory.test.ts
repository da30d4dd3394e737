import { expect, onTestFinished, test } from 'vitest';
import { createPanelMemory } from '../../../src-main/program/panel-memory.ts';
import { openRegistry } from '../../../src-main/registry/open.ts';
import { createPreferenceTable, type PreferenceTable } from '../../../src-main/registry/preference-table.ts';

function emptyTable(): PreferenceTable {
  const db = openRegistry(':memory:');
  onTestFinished(() => void db.close());
  return createPreferenceTable(db);
}

test('what the panel remembers is there at the next launch, each name once', () => {
  const table = emptyTable();
  const memory = createPanelMemory(table);
  memory.keep('ferry.tab', 'files');
  memory.keep('ferry.split.phone', '33');
  memory.keep('ferry.tab', 'rules');
  expect(createPanelMemory(table).all()).toEqual({ 'ferry.split.phone': '33', 'ferry.tab': 'rules' });
});

test('of too many names those go that were not written for longest', () => {
  const memory = createPanelMemory(emptyTable());
  for (let index = 0; index < 64; index += 1) memory.keep(`ferry.n${String(index)}`, 'kept');
  memory.keep('ferry.n0', 'once more');
  memory.keep('ferry.new', 'kept');
  expect(Object.keys(memory.all())).toHaveLength(64);
  expect(memory.all()).toMatchObject({ 'ferry.n0': 'once more', 'ferry.new': 'kept' });
  expect(memory.all()['ferry.n1']).toBeUndefined();
});

test.each([[null], [{ a: 'b' }], ['text'], [[['a', 1], ['b'], null, ['c', 'd', 'e']]]])(
  'a registry that holds %j instead is begun anew',
  (stored) => {
    const table = emptyTable();
    table.set('panel-memory', stored);
    expect(createPanelMemory(table).all()).toEqual({});
  },
);
