const { api, user } = getApp().globalData;

Page({
  data: {
    user,
    tide: { now: 3.2, next: '11:48', spring: true },
    entries: [],
    picked: [],
    percent: -1,
    state: '还没有选照片',
  },

  onLoad() {
    this.refresh();
    const cover = wx.getStorageSync('cover');
    if (cover) this.restore(cover);
  },

  // 上次的封面：存下来的却是临时路径
  restore(cover) {
    wx.getImageInfo({ src: cover, fail: ({ errMsg }) => this.setData({ state: errMsg }) });
    wx.uploadFile({ url: api + '/v1/photos', filePath: cover, name: 'photo', fail() {} });
  },

  refresh() {
    wx.request({
      url: api + '/v1/entries?harbour=gulangyu&limit=3',
      header: { 'x-client': 'harbour-log/2.4' },
      success: ({ data }) => this.setData({ entries: data.entries }),
    });
  },

  choose() {
    wx.chooseImage({
      count: 9,
      sizeType: ['original', 'compressed'],
      success: ({ tempFilePaths }) =>
        this.setData({ picked: tempFilePaths, state: '选了 ' + tempFilePaths.length + ' 张' }),
    });
  },

  upload() {
    const [first, ...rest] = this.data.picked;
    if (!first) return;
    const task = wx.uploadFile({
      url: api + '/v1/photos',
      filePath: first,
      name: 'photo',
      formData: {
        title: '港口的清晨',
        place: '内厝澳码头',
        takenAt: '2026-05-04T06:12:00+08:00',
        token: 'sess-4f1b90aa',
      },
      header: { 'X-Trace-Id': '9f2c-77', Referer: 'https://harbour.example/' },
      success: ({ statusCode, data }) => {
        if (statusCode !== 201) return this.setData({ state: '服务器返回 ' + statusCode });
        this.uploaded = JSON.parse(data);
        this.setData({
          picked: rest,
          percent: -1,
          state: rest.length ? '还剩 ' + rest.length + ' 张' : '上传完成',
        });
        this.upload();
      },
      fail: ({ errMsg }) => this.setData({ percent: -1, state: errMsg }),
    });
    task.onHeadersReceived(({ header }) => {
      this.traced = header['x-request-id'];
    });
    task.onProgressUpdate(({ progress }) => this.setData({ percent: progress }));
  },

  // 从服务器取回一份，再存到本地
  keep() {
    wx.downloadFile({
      url: this.uploaded.url,
      success: ({ tempFilePath }) => {
        wx.setStorageSync('cover', tempFilePath);
        wx.saveFile({
          tempFilePath,
          success: ({ savedFilePath }) => {
            this.saved = savedFilePath;
            this.setData({ state: '已存到本地' });
          },
        });
      },
    });
  },

  // 头像不存在：404 也会进入 success
  avatar() {
    wx.downloadFile({
      url: api + '/v1/avatars/u-2041.png',
      success: ({ tempFilePath }) => wx.saveFile({ tempFilePath }),
    });
  },

  weather() {
    wx.request({
      url: api + '/v1/weather?at=gulangyu',
      timeout: 600,
      fail: ({ errMsg }) => console.warn('天气没有取到', errMsg),
    });
  },

  chart() {
    const task = wx.downloadFile({ url: api + '/v1/charts/strait.pdf', fail() {} });
    task.onProgressUpdate(({ progress }) => {
      if (progress >= 20) task.abort();
    });
  },

  backup() {
    wx.request({
      url: 'http://127.0.0.1:9/v1/backup',
      method: 'POST',
      data: { since: '2026-05-01' },
      fail() {},
    });
  },

  // 整理好的航程，约 2 MB
  sync() {
    const filePath = wx.env.USER_DATA_PATH + '/voyage-2026-05.log';
    wx.getFileSystemManager().writeFileSync(filePath, '06:12 离岸，向东，风 3 级\n'.repeat(60000));
    const task = wx.uploadFile({
      url: api + '/v1/voyages',
      filePath,
      name: 'voyage',
      formData: { boat: '小满号' },
      success: () => this.setData({ percent: -1, state: '航程已同步' }),
      fail: ({ errMsg }) =>
        this.setData({ percent: -1, state: errMsg.includes('abort') ? '同步已停下' : errMsg }),
    });
    task.onProgressUpdate(({ progress }) =>
      this.setData({ percent: progress, state: '同步航程 ' + progress + '%' }),
    );
    this.syncing = task;
  },

  stopSync() {
    this.syncing.abort();
  },

  tides() {
    for (let hour = 1; hour <= 12; hour++) wx.request({ url: api + '/v1/tides?hour=' + hour });
  },

  say() {
    console.info('潮位', this.data.tide);
    console.log('选好的照片', this.data.picked.length, this.data.entries);
    console.table(this.data.entries.map(({ title, likes }) => ({ title, likes })));
    console.log('%c渡船%c 06:40 开', 'color: #1a7f5a; font-weight: bold', '');
    for (let round = 0; round < 3; round++) console.log('等待下一班');
    console.warn('草稿超过三天没有保存');
    setTimeout(() => this.total(), 0);
  },

  total() {
    const { order } = this.data;
    wx.showToast({ title: '共 ' + order.cents / 100 + ' 元' });
  },

  open({ detail }) {
    wx.navigateTo({ url: '/pages/entry/index?id=' + detail.id });
  },
});
