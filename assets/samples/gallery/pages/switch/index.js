Page({
  data: {
    on: true,
  },

  change(event) {
    this.setData({ on: event.detail.value })
  },
})
