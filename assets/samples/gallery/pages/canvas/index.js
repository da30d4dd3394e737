const COLORS = ['#2f80c8', '#17a398', '#7a6cf0', '#e08a3c']

Page({
  data: {
    picture: '',
  },

  onReady() {
    this.find('#flat', (canvas, context, width, height) => {
      this.flat = canvas
      drawBars(context, width, height)
    })
    this.find('#board', (canvas, context) => {
      this.pen = context
      context.lineWidth = 6
      context.lineCap = 'round'
      context.strokeStyle = '#07c160'
    })
    const old = wx.createCanvasContext('old')
    COLORS.forEach((color, index) => {
      old.setFillStyle(color)
      old.beginPath()
      old.arc(50 + index * 60, 60, 28, 0, 2 * Math.PI)
      old.fill()
    })
    old.draw()
  },

  // 画布的像素数是它的大小乘以屏幕的像素比
  find(id, found) {
    wx.createSelectorQuery()
      .select(id)
      .fields({ node: true, size: true })
      .exec(([{ node, width, height }]) => {
        const { pixelRatio } = wx.getWindowInfo()
        node.width = width * pixelRatio
        node.height = height * pixelRatio
        const context = node.getContext('2d')
        context.scale(pixelRatio, pixelRatio)
        found(node, context, width, height)
      })
  },

  exportPicture() {
    wx.canvasToTempFilePath({
      canvas: this.flat,
      success: (result) => this.setData({ picture: result.tempFilePath }),
    })
  },

  start(event) {
    this.last = event.touches[0]
  },

  move(event) {
    const [touch] = event.touches
    this.pen.beginPath()
    this.pen.moveTo(this.last.x, this.last.y)
    this.pen.lineTo(touch.x, touch.y)
    this.pen.stroke()
    this.last = touch
  },
})

function drawBars(context, width, height) {
  const gap = 8
  const bar = (width - gap * (COLORS.length - 1)) / COLORS.length
  COLORS.forEach((color, index) => {
    const part = height * (0.4 + index * 0.2)
    context.fillStyle = color
    context.fillRect(Math.round(index * (bar + gap)), Math.round(height - part), Math.round(bar), Math.round(part))
  })
}
