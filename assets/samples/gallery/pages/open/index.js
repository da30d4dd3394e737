Page({
  data: {
    said: '广告还没有回答',
  },

  tell(event) {
    this.setData({ said: event.type + ' ' + JSON.stringify(event.detail) })
  },
})
