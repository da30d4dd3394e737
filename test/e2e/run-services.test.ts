import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { ferryRun } from '../support/ferry-cli.ts';
import { ONE_PAGE, writeProject } from '../support/project-folder.ts';
import { tempDir } from '../support/temp-dir.ts';

test('a run has sockets, a clipboard of its own, mocks, the cloud and what befalls a phone', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => {
      socket.send(data, { binary: isBinary });
    });
  });
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  const project = await writeProject(await tempDir(), {
    ...ONE_PAGE,
    'project.config.json': '{"appid": "touristappid"}',
    'ferry.mock.json': `{
      // what the back end would know
      "login": { "success": { "code": "from-file" } },
      "cloud": {
        "functions": { "add": { "success": 3 } },
        "database": { "todos": [{ "_id": "1", "text": "seeded" }] }
      },
      "broken": {}
    }`,
    'pages/index/index.wxml':
      '<image id="cloud" src="{{src}}" bindload="loaded" binderror="failed"/><view wx:if="{{done}}" id="done">done</view>',
    'pages/index/index.js': `
      const said = (what, value) => console.log(what + ' ' + JSON.stringify(value));
      wx.onMemoryWarning((warning) => said('memory', warning));
      Page({
        data: { src: '', done: false },
        loaded({ detail }) { said('image', detail); },
        failed({ detail }) { said('image failed', detail); },
        async onLoad() {
          said('clipboard', (await wx.getClipboardData()).data);
          await wx.setClipboardData({ data: '拷贝' });
          said('copied', (await wx.getClipboardData()).data);
          said('login', await wx.login());
          wx.cloud.init();
          said('function', (await wx.cloud.callFunction({ name: 'add' })).result);
          said('database', (await wx.cloud.database().collection('todos').get()).data);
          const filePath = wx.env.USER_DATA_PATH + '/dot.svg';
          const dot = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>';
          wx.getFileSystemManager().writeFileSync(filePath, dot);
          const { fileID } = await wx.cloud.uploadFile({ cloudPath: 'a/dot.svg', filePath });
          this.setData({ src: fileID });
          const socket = wx.connectSocket({ url: 'ws://127.0.0.1:${String((server.address() as AddressInfo).port)}' });
          socket.onOpen(({ header }) => {
            said('open', typeof header);
            socket.send({ data: new Uint8Array([1, 2, 3]).buffer });
          });
          socket.onMessage(({ data }) => {
            said('message', [...new Uint8Array(data)]);
            socket.close({ code: 3000, reason: 'done' });
          });
          socket.onClose((closed) => {
            said('close', closed);
            this.setData({ done: true });
          });
        },
      });`,
  });
  const { report } = await ferryRun(project, await tempDir(), [
    '--wait',
    '#done',
    '--phone',
    'memory-warning:15',
  ]);
  const lines = report.console.filter(({ level }) => level === 'log').map(({ text }) => text);
  expect(lines.slice(0, 5)).toEqual([
    'clipboard ""',
    'copied "拷贝"',
    'login {"code":"from-file","errMsg":"login:ok"}',
    'function 3',
    'database [{"_id":"1","text":"seeded"}]',
  ]);
  expect(lines.slice(5).sort()).toEqual([
    'close {"code":3000,"reason":"done"}',
    'image {"width":3,"height":2}',
    'memory {"level":15}',
    'message [1,2,3]',
    'open "object"',
  ]);
  expect(report.console.map(({ text }) => text)).toContain('wx.login was answered by ferry.mock.json');
  expect(report.transfers).toMatchObject([{ kind: 'upload', errMsg: 'uploadFile:ok' }]);
  expect(report.diagnostics).toMatchObject([
    { file: 'ferry.mock.json', line: 8, column: 17, severity: 'error' },
  ]);
});
