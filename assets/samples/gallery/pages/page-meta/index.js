Page({
  data: {
    pageStyle: '',
    fontSize: '',
    scrollTop: '',
    title: 'page-meta',
    barColor: '#ffffff',
    frontColor: '#000000',
    loading: false,
    said: '还没有滚动',
  },

  tint(event) {
    this.setData({ pageStyle: event.detail.value ? 'background-color: #fff6e3' : '' })
  },

  enlarge(event) {
    this.setData({ fontSize: event.detail.value ? '22px' : '' })
  },

  toTop() {
    this.setData({ scrollTop: '0' })
  },

  toBottom() {
    this.setData({ scrollTop: '2000rpx' })
  },

  paint(event) {
    const isOn = event.detail.value
    this.setData({
      title: isOn ? '换了标题' : 'page-meta',
      barColor: isOn ? '#2f80c8' : '#ffffff',
      frontColor: isOn ? '#ffffff' : '#000000',
    })
  },

  load(event) {
    this.setData({ loading: event.detail.value })
  },

  tell(event) {
    this.setData({ said: event.type + ' ' + JSON.stringify(event.detail) })
  },
})
