App({
  globalData: {
    api: 'https://api.harbour.example',
    user: { id: 'u-2041', name: '林屿', harbour: '鼓浪屿', crew: ['阿海', '小满'] },
  },

  onLaunch() {
    wx.setStorageSync('user', this.globalData.user);
    wx.setStorageSync('token', 'sess-4f1b90aa');
    wx.setStorageSync('draft', {
      title: '雾散之前',
      place: '内厝澳码头',
      tags: ['清晨', '渡船'],
      isPublic: false,
    });
    wx.setStorageSync('unread', 3);
    wx.setStorageSync('lastSync', '2026-05-04T06:40:00+08:00');
  },
});
