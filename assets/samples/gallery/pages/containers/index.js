Page({
  data: {
    isOut: false,
  },

  toggle() {
    this.setData({ isOut: !this.data.isOut })
  },
})
