Page({
  data: {
    said: '还没有提交',
  },

  submit(event) {
    this.setData({ said: 'submit ' + JSON.stringify(event.detail.value) })
  },

  reset() {
    this.setData({ said: 'reset' })
  },
})
