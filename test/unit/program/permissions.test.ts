import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/lib/clock.ts';
import { openHome } from '../../../src-main/home.ts';
import { createPermissions, createScriptedPermissions } from '../../../src-main/program/permissions.ts';
import { tempDir } from '../../support/temp-dir.ts';

const ALBUM = 'scope.writePhotosAlbum';

describe('permissions of people', () => {
  it('are kept in the home, each mini-program’s own', async () => {
    const folder = await tempDir();
    const first = openHome(folder, systemClock);
    const before = createPermissions(first.tables.preferences);
    expect(before.state('wx1', ALBUM)).toBe('ask');
    before.set('wx1', ALBUM, true);
    before.set('wx1', 'scope.record', false);
    first.close();

    const second = openHome(folder, systemClock);
    const after = createPermissions(second.tables.preferences);
    expect(after.settings('wx1')).toEqual({ [ALBUM]: true, 'scope.record': false });
    expect(after.state('wx1', ALBUM)).toBe('allowed');
    expect(after.state('wx1', 'scope.record')).toBe('denied');
    expect(after.settings('wx2')).toEqual({});
    second.close();
  });

  it.each([['text'], [null], [{ [ALBUM]: 'yes', other: true }], [[true]]])(
    'are none where the home holds %j',
    (kept) => {
      const permissions = createPermissions({ get: () => kept, set: () => undefined });
      expect(permissions.settings('wx1')).toEqual({});
      expect(permissions.state('wx1', ALBUM)).toBe('ask');
    },
  );

  it('are required, not assumed', () => {
    const kept = new Map<string, unknown>();
    const permissions = createPermissions({
      get: (key) => kept.get(key),
      set: (key, value) => void kept.set(key, value),
    });
    const needing = (): void => {
      permissions.require('wx1', ALBUM);
    };
    expect(needing).toThrow(/is not allowed/);
    permissions.set('wx1', ALBUM, false);
    expect(needing).toThrow(/is not allowed/);
    permissions.set('wx1', ALBUM, true);
    expect(needing).not.toThrow();
  });
});

describe('permissions without a person', () => {
  it('are given, but for those denied, and told of once they were needed', () => {
    const permissions = createScriptedPermissions(['scope.record']);
    expect(permissions.settings('wx1')).toEqual({});
    expect(permissions.state('wx1', ALBUM)).toBe('allowed');
    expect(permissions.state('wx1', 'scope.record')).toBe('denied');
    expect(permissions.settings('wx1')).toEqual({ [ALBUM]: true, 'scope.record': false });
    permissions.set('wx1', 'scope.record', true);
    expect(permissions.state('wx1', 'scope.record')).toBe('allowed');
  });
});
