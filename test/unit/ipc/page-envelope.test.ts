import { describe, expect, it } from 'vitest';
import { openEnvelope } from '../../../src-main/ipc/page-envelope.ts';
import { withProgram } from '../../support/program-harness.ts';

describe('the envelope of a page call', () => {
  it('gives out its request in the generation that runs', async () => {
    const { program } = await withProgram();
    const { generation } = await program.boot();
    expect(openEnvelope(program, { generation, request: { a: 1 } }, 'wx:storage')).toEqual({ a: 1 });
  });

  it('of another generation is of a page that is gone', async () => {
    const { program } = await withProgram();
    const { generation: first } = await program.boot();
    const { generation: second } = await program.boot();
    expect(second).toBeGreaterThan(first);
    for (const generation of [first, second + 1, 0, -1]) {
      expect(() => openEnvelope(program, { generation, request: {} }, 'wx:storage')).toThrow(
        expect.objectContaining({ code: 'page.gone' }),
      );
    }
  });

  it('is of a page that is gone before the first boot and after the close', async () => {
    const { program } = await withProgram();
    const open = () => openEnvelope(program, { generation: 1, request: {} }, 'wx:storage');
    expect(open).toThrow(expect.objectContaining({ code: 'page.gone' }));
    await program.boot();
    expect(open()).toEqual({});
    await program.close();
    expect(open).toThrow(expect.objectContaining({ code: 'page.gone' }));
  });

  it('of a boot needs no generation that runs', async () => {
    const { program } = await withProgram();
    expect(openEnvelope(program, { generation: 0, request: {} }, 'wx:boot')).toEqual({});
  });

  it.each([
    undefined,
    null,
    'text',
    [],
    {},
    { request: {} },
    { generation: 1 },
    { generation: '1', request: {} },
    { generation: 1, request: {}, appid: 'wx0123456789abcdef' },
  ])('%j is none', async (message) => {
    const { program } = await withProgram();
    await program.boot();
    for (const channel of ['wx:storage', 'wx:boot']) {
      expect(() => openEnvelope(program, message, channel)).toThrow(
        expect.objectContaining({ code: 'request.invalid' }),
      );
    }
  });
});
