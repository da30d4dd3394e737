Page({
  data: {
    focus: false,
    said: '还没有输入',
  },

  focusIt() {
    this.setData({ focus: true })
  },

  blurred() {
    this.setData({ focus: false })
  },

  tell(event) {
    this.setData({ said: event.type + ': ' + event.detail.value })
  },

  // bindinput 返回的文字会代替输入的文字
  upper(event) {
    return event.detail.value.toUpperCase()
  },
})
