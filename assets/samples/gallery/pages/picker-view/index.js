const upTo = (count) => Array.from({ length: count }, (_, index) => index + 1)

Page({
  data: {
    months: upTo(12),
    days: upTo(31),
    parts: ['上午', '下午', '夜里'],
    value: [5, 17, 1],
    said: '还没有滚动',
  },

  tell(event) {
    this.setData({ said: event.type + ' ' + JSON.stringify(event.detail) })
  },

  jump() {
    this.setData({ value: [0, 0, 0] })
  },
})
