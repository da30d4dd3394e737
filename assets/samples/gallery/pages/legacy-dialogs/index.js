Page({
  data: {
    // 正显示着的一个：sheet、modal、notice、toast、loading；空为没有
    shown: '',
    said: '还没有打开过',
  },

  show(event) {
    this.setData({ shown: event.currentTarget.dataset.kind })
  },

  hide(event) {
    this.setData({ shown: '', said: event.currentTarget.dataset.kind + ': ' + event.type })
  },
})
