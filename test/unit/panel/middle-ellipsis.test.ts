import { expect, test } from 'vitest';
import { cutInTheMiddle } from '../../../src-renderer/ui/middle-ellipsis.ts';

test.each([
  { text: '/upload', letters: 7, shown: '/upload', why: 'it fits' },
  {
    text: '/download?size=50000000&rate=1',
    letters: 16,
    shown: '/download?size=…',
    why: 'the query goes first',
  },
  { text: '/assets/2026/03/photo.jpg', letters: 20, shown: '/assets/2…/photo.jpg', why: 'then the folders' },
  { text: '/assets/2026/03/photo.jpg', letters: 11, shown: '…/photo.jpg', why: 'all of the folders' },
  {
    text: '/assets/photo.jpg?size=large',
    letters: 13,
    shown: '/a…/photo.jpg',
    why: 'the name outlives the query',
  },
  {
    text: '/assets/IMG_20260314_final.jpeg',
    letters: 13,
    shown: '/IMG_2…l.jpeg',
    why: 'the name keeps its ends',
  },
  {
    text: '/uploads/c49a9f3c5eded7a5f8393a0cc7fac549',
    letters: 20,
    shown: '/uploads/c49a9…ac549',
    why: 'beside folders that leave it room',
  },
  { text: '/相册/西湖边的下午.jpg', letters: 9, shown: '/西湖边….jpg', why: 'Chinese names too' },
  { text: '/upload', letters: 0, shown: '…', why: 'nothing fits' },
])('$text in $letters letters: $why', ({ text, letters, shown }) => {
  expect(cutInTheMiddle(text, (candidate) => candidate.length <= letters)).toBe(shown);
});
