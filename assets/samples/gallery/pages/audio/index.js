Page({
  data: {
    said: '还没有播放',
    inner: '还没有播放',
  },

  onLoad() {
    this.sound = wx.createInnerAudioContext()
    this.sound.src = '/media/lighthouse.mp3'
    for (const event of ['Play', 'Pause', 'Stop', 'Ended']) {
      this.sound['on' + event](() => this.setData({ inner: 'on' + event }))
    }
  },

  onUnload() {
    this.sound.destroy()
  },

  tell(event) {
    this.setData({ said: event.type })
  },

  play() {
    this.sound.play()
  },

  pause() {
    this.sound.pause()
  },

  stop() {
    this.sound.stop()
  },
})
