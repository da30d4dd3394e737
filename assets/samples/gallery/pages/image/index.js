Page({
  data: {
    // 缩放的模式：图片完整地放进框里，或填满它
    scaled: ['scaleToFill', 'aspectFit', 'aspectFill', 'widthFix', 'heightFix'],
    // 裁剪的模式：图片不缩放，只显示它的一部分
    cropped: ['top', 'bottom', 'center', 'left', 'right', 'top left', 'top right', 'bottom left', 'bottom right'],
    said: '',
  },

  loaded(event) {
    const { width, height } = event.detail
    this.setData({ said: 'load: ' + width + ' × ' + height })
  },
})
