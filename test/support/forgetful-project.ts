/**
 * A mini-program that does by hand what goes wrong the next day: it uploads, downloads, saves, and keeps the path of a
 * temp file in storage, which it uses on the next start. Its server's origin comes as a query: `pages/a/a?origin=…`.
 */
export function forgetfulProject(origin: string): Readonly<Record<string, string>> {
  return {
    'project.config.json': JSON.stringify({
      appid: 'wx0123456789abcdef',
      projectname: 'forgetful',
      setting: { urlCheck: false },
    }),
    'app.json': JSON.stringify({ pages: ['pages/a/a', 'pages/b/b'] }),
    'app.js': 'App({});',
    'pages/b/b.js': 'Page({});',
    'pages/b/b.wxml': '<view>second page</view>',
    'pages/a/a.json': '{}',
    'pages/a/a.wxml':
      '<view>{{said}}</view><view id="fill" bindtap="fill">write</view><view bindtap="readSaved">read what was saved</view><image src="{{src}}"></image>',
    'pages/a/a.js': `const fs = wx.getFileSystemManager();
const origin = ${JSON.stringify(origin)};
const download = (name) => new Promise((success, fail) => wx.downloadFile({ url: origin + name, success, fail }));
const upload = (filePath) => new Promise((success, fail) => wx.uploadFile({ url: origin + '/up', filePath, name: 'file', success, fail }));
Page({
  data: { said: 'starting', src: '' },
  async onLoad() {
    const kept = wx.getStorageSync('kept');
    if (kept) {
      this.useAgain(kept);
      return;
    }
    const first = await download('/picture.svg');
    await upload(first.tempFilePath);
    const second = await download('/picture.svg');
    this.saved = fs.saveFileSync(second.tempFilePath);
    wx.setStorageSync('kept', first.tempFilePath);
    this.setData({ said: 'all is kept', src: first.tempFilePath });
  },
  async useAgain(kept) {
    let said = 'again';
    try { fs.readFileSync(kept); } catch (error) { said += ' | ' + error.message; }
    await upload(kept).catch((error) => { said += ' | ' + error.errMsg; });
    await new Promise((done) => wx.getImageInfo({ src: kept, fail(error) { said += ' | ' + error.errMsg; }, complete: done }));
    this.setData({ said, src: kept });
  },
  readSaved() {
    try { fs.readFileSync(this.saved); } catch (error) { this.setData({ said: error.message }); }
  },
  fill() {
    try {
      fs.writeFileSync(wx.env.USER_DATA_PATH + '/large.txt', 'x'.repeat(2 * 1024 * 1024));
      this.setData({ said: 'written' });
    } catch (error) { this.setData({ said: error.message }); }
  },
});`,
  };
}
