import { expect, test } from 'vitest';
import { matchScore } from '../../../src-renderer/panel/palette/match-score.ts';

test('words are found anywhere, in any order; the beginning of a title counts most', () => {
  expect(matchScore('Send again', 'again.replay', 'send')).toBe(1);
  expect(matchScore('Send again', 'again.replay', 'again')).toBe(0.8);
  expect(matchScore('Send again', 'again.replay', 'AGAIN send')).toBe(0.5);
  expect(matchScore('Send again', 'again.replay', 'replay')).toBe(0.5);
  expect(matchScore('导出请求…', 'archive.export', '请求')).toBe(0.8);
});

test('letters that only lie scattered are no match', () => {
  expect(matchScore('Request, request, request', 'request', 'qqq')).toBe(0);
  expect(matchScore('Send again', '', 'send twice')).toBe(0);
});

test('a command is found in the other language and by what else it is called', () => {
  const otherWords = 'Clear transfers 清空传输 empty delete 删除 transfers.clear';
  expect(matchScore('清空传输', otherWords, 'clear')).toBe(0.5);
  expect(matchScore('清空传输', otherWords, '删除')).toBe(0.5);
  expect(matchScore('Clear transfers', otherWords, '清空')).toBe(0.5);
  expect(matchScore('Clear transfers', otherWords, '清除')).toBe(0);
});
