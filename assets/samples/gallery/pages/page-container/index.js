Page({
  data: {
    positions: ['bottom', 'top', 'right', 'center'],
    position: 'bottom',
    round: true,
    overlay: true,
    show: false,
    said: '还没有弹出',
  },

  open(event) {
    this.setData({ show: true, said: '', position: event.currentTarget.dataset.position })
  },

  close() {
    this.setData({ show: false })
  },

  setRound(event) {
    this.setData({ round: event.detail.value })
  },

  setOverlay(event) {
    this.setData({ overlay: event.detail.value })
  },

  tell(event) {
    this.setData({ said: (this.data.said + ' ' + event.type).trim() })
  },

  left(event) {
    this.tell(event)
    this.setData({ show: false })
  },
})
