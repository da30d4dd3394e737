const { api } = getApp().globalData;

Page({
  data: { title: '', text: '', comments: [], src: '', kept: '' },

  onLoad({ id }) {
    wx.request({
      url: api + '/v1/entries/' + id,
      success: ({ data }) => this.setData({ title: data.title, text: data.text, comments: data.comments }),
    });
    wx.downloadFile({
      url: api + '/media/lighthouse.mp3',
      success: ({ tempFilePath }) => this.setData({ src: tempFilePath }),
    });
  },

  back() {
    wx.navigateBack();
  },

  comment() {
    wx.request({
      url: api + '/v1/entries/e-17/comments',
      method: 'POST',
      header: { authorization: 'Bearer sess-4f1b90aa' },
      data: { text: '雾里也看得见', mood: 'calm' },
      success: ({ data }) => this.setData({ comments: data.comments }),
    });
  },
});
