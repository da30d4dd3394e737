import fs from 'node:fs';
import { imageSize } from 'image-size';
import { expect } from 'vitest';
import { album, filesOf, media, press, shutter, sizeOf, temp, pickTable } from './pick-rows.ts';

/** wx-api.md §12, chooseImage and chooseMessageFile, in a real browser. */

pickTable('a pick of pictures or files', [
  {
    ids: ['12.chooseImage.sizeType.default', '12.chooseImage.sizeType.original', '12.picked.temp-file'],
    says: 'chooseImage gives pictures of the album as they are, in the order they were chosen, as temp files',
    api: 'chooseImage',
    act: album('Picture 5', 'Picture 1'),
    async sees(page, outcome) {
      const [boat, dawn] = filesOf(outcome);
      expect([boat, dawn]).toEqual([
        { path: temp('png'), size: sizeOf('paper-boat.png') },
        { path: temp('jpg'), size: sizeOf('harbour-dawn.jpg') },
      ]);
      expect(await page.content(String(dawn?.['path']))).toEqual(fs.readFileSync(media('harbour-dawn.jpg')));
      expect(page.rows().map(({ kind, origin }) => [kind, origin])).toEqual([
        ['temp', 'picked'],
        ['temp', 'picked'],
      ]);
    },
  },
  {
    ids: ['12.chooseImage.sizeType.compressed'],
    says: 'chooseImage of compressed alone encodes a PNG as a JPEG, and one that lies on its side upright',
    api: 'chooseImage',
    options: { sizeType: ['compressed'] },
    act: album('Picture 5', 'Picture 2'),
    async sees(page, outcome) {
      const [boat, alley] = filesOf(outcome);
      expect(imageSize(await page.content(String(boat?.['path'])))).toEqual({
        width: 480,
        height: 480,
        type: 'jpg',
      });
      expect(imageSize(await page.content(String(alley?.['path'])))).toEqual({
        width: 900,
        height: 1200,
        type: 'jpg',
      });
      expect(alley?.['size']).toBeLessThan(sizeOf('lantern-alley-turned.jpg'));
      expect(page.rows().map(({ origin }) => origin.replace(/:.*/, ''))).toEqual([
        'picked',
        'picked',
        'compressed',
        'compressed',
      ]);
    },
  },
  {
    ids: ['12.chooseImage.sizeType.compressed'],
    says: 'chooseImage of compressed alone scales what is longer than 1280 (UNCERTAIN: the measure)',
    api: 'chooseImage',
    options: { sizeType: ['compressed'], sourceType: ['camera'] },
    act: shutter,
    async sees(page, outcome) {
      const [photo] = filesOf(outcome);
      expect(imageSize(await page.content(String(photo?.['path'])))).toEqual({
        width: 960,
        height: 1280,
        type: 'jpg',
      });
    },
  },
  {
    ids: ['12.scripted.as-it-is'],
    says: 'a scripted pick is given as it is, even where compressed alone was asked for',
    with: { scripted: [{ kind: 'files', paths: [media('paper-boat.png')] }] },
    api: 'chooseImage',
    options: { sizeType: ['compressed'] },
    sees(_page, outcome) {
      expect(filesOf(outcome)).toEqual([{ path: temp('png'), size: sizeOf('paper-boat.png') }]);
    },
  },
  {
    ids: ['12.scripted.count'],
    says: 'a scripted pick gives no more than was asked for',
    with: { scripted: [{ kind: 'files', paths: [media('paper-boat.png'), media('harbour-dawn.jpg')] }] },
    api: 'chooseMessageFile',
    options: { count: 1 },
    sees(_page, outcome) {
      expect(filesOf(outcome).map(({ name }) => name)).toEqual(['paper-boat.png']);
    },
  },
  {
    ids: ['12.scripted.not-accepted', '12.chooseMessageFile.extension'],
    says: 'a scripted file of another extension is not accepted',
    with: { scripted: [{ kind: 'files', paths: [media('packing-list.txt')] }] },
    api: 'chooseMessageFile',
    options: { count: 1, type: 'file', extension: ['pdf', 'zip'] },
    sees(_page, outcome) {
      expect(outcome[1]['errMsg']).toBe(
        'chooseMessageFile:fail packing-list.txt cannot be picked here: chooseMessageFile takes .pdf, .zip.',
      );
    },
  },
  {
    ids: ['12.chooseImage.sourceType.camera', '12.picked.temp-file'],
    says: 'chooseImage takes a photo of the test card, which says what it is',
    api: 'chooseImage',
    async act(page) {
      await press(page, 'camera');
      expect(await page.run.page.innerText('.ferry-camera__note')).toContain('test card');
      await shutter(page);
    },
    async sees(page, outcome) {
      const [photo] = filesOf(outcome);
      expect(photo?.['path']).toEqual(temp('jpg'));
      expect(imageSize(await page.content(String(photo?.['path'])))).toEqual({
        width: 1080,
        height: 1440,
        type: 'jpg',
      });
      expect(page.rows().map(({ kind, origin }) => [kind, origin])).toEqual([['temp', 'camera']]);
    },
  },
  {
    ids: [
      '12.chooseMessageFile.type.file',
      '12.chooseMessageFile.tempFiles.path',
      '12.chooseMessageFile.tempFiles.size',
      '12.chooseMessageFile.tempFiles.name',
      '12.chooseMessageFile.tempFiles.type',
      '12.chooseMessageFile.tempFiles.time',
    ],
    says: 'chooseMessageFile of file shows documents, sounds and archives, and tells names and times on a phone',
    with: { device: 'ios' },
    api: 'chooseMessageFile',
    options: { count: 5, type: 'file' },
    async act(page) {
      expect(await page.run.page.locator('.ferry-picker__picture').count()).toBe(0);
      expect(await page.run.page.locator('.ferry-picker__name').allInnerTexts()).toEqual([
        'crossings.xlsx',
        'harbour-line.pdf',
        'harbour-papers.zip',
        'letter-from-the-quay.docx',
        'lighthouse.mp3',
        'new-boat.pptx',
        'packing-list.txt',
        'tide.wav',
      ]);
      await album('harbour-papers.zip')(page);
    },
    sees(_page, outcome) {
      expect(filesOf(outcome)).toEqual([
        {
          path: expect.stringMatching(/^wxfile:\/\/tmp_\w+\.zip$/) as unknown,
          size: sizeOf('harbour-papers.zip'),
          name: 'harbour-papers.zip',
          type: 'file',
          time: Math.floor(fs.statSync(media('harbour-papers.zip')).mtimeMs / 1000),
        },
      ]);
    },
  },
  {
    ids: ['12.chooseMessageFile.extension'],
    says: 'chooseMessageFile shows only files of the extensions',
    api: 'chooseMessageFile',
    options: { count: 5, type: 'file', extension: ['.pdf'] },
    async act(page) {
      expect(await page.run.page.locator('.ferry-picker__tile').count()).toBe(1);
      await album('harbour-line.pdf')(page);
    },
    sees(_page, outcome) {
      expect(filesOf(outcome)).toMatchObject([{ name: 'harbour-line.pdf', type: 'file' }]);
    },
  },
  {
    ids: ['12.chooseMessageFile.count.zero'],
    says: 'chooseMessageFile of none gives an empty list',
    api: 'chooseMessageFile',
    options: { count: 0 },
    async act(page) {
      await page.run.page.dispatchEvent('[aria-label="Picture 1"]', 'click');
      await press(page, 'done');
    },
    sees(_page, outcome) {
      expect(filesOf(outcome)).toEqual([]);
    },
  },
  {
    ids: ['12.computer.dialog', '12.chooseMessageFile.tempFiles.name'],
    says: 'the computer’s dialog is asked for what the call takes, and the file keeps its name',
    with: { dialogAnswers: [[media('packing-list.txt')]] },
    api: 'chooseMessageFile',
    options: { count: 1, type: 'file', extension: ['txt'] },
    act: (page) => press(page, 'computer'),
    sees(page, outcome) {
      expect(page.dialogs).toEqual([
        { api: 'chooseMessageFile', kinds: ['file'], mixed: true, extensions: ['txt'], count: 1 },
      ]);
      expect(filesOf(outcome)).toEqual([
        { path: temp('txt'), size: 154, name: 'packing-list.txt', type: 'file' },
      ]);
    },
  },
]);
