Page({
  data: {
    percent: 0,
  },

  start() {
    this.setData({ percent: 0 }, () => this.setData({ percent: 100 }))
  },
})
