Page({
  data: {
    types: ['default', 'primary', 'warn'],
    taps: 0,
  },

  count() {
    this.setData({ taps: this.data.taps + 1 })
  },
})
