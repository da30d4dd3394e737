Page({
  data: {
    ferries: [
      { value: 'slow', name: '慢船' },
      { value: 'fast', name: '快船' },
      { value: 'night', name: '夜班' },
    ],
    picked: 'fast',
  },

  pick(event) {
    this.setData({ picked: event.detail.value })
  },
})
