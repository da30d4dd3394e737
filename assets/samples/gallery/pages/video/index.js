Page({
  data: {
    said: '还没有播放',
    words: '',
    comments: [
      { text: '开船了', color: '#ffffff', time: 1 },
      { text: '风好大', color: '#ffd666', time: 2 },
    ],
  },

  onReady() {
    this.film = wx.createVideoContext('film')
    this.comments = wx.createVideoContext('comments')
  },

  tell(event) {
    this.setData({ said: event.type })
  },

  play() {
    this.film.play()
  },

  pause() {
    this.film.pause()
  },

  seek() {
    this.film.seek(2)
  },

  faster() {
    this.film.playbackRate(1.5)
  },

  fill() {
    this.film.requestFullScreen()
  },

  write(event) {
    this.setData({ words: event.detail.value })
  },

  send() {
    if (this.data.words === '') return
    this.comments.sendDanmu({ text: this.data.words, color: '#ffffff' })
    this.setData({ words: '' })
  },
})
