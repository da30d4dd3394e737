Page({
  data: {
    said: '还没有输入',
  },

  tell(event) {
    const { value, lineCount } = event.detail
    this.setData({ said: event.type === 'linechange' ? '行数：' + lineCount : event.type + ': ' + value })
  },
})
