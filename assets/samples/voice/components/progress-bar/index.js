// 传输进度条：标题、已传/总字节数、百分比，右侧插槽可放“取消”按钮
Component({
  options: {
    multipleSlots: true,
  },

  properties: {
    title: { type: String, value: '' },
    // 0 到 100
    percent: { type: Number, value: 0 },
    // 已传输的字节数
    done: { type: Number, value: 0 },
    // 总字节数；服务器没有给出长度时为 0
    total: { type: Number, value: 0 },
    // up 为上传，down 为下载，决定颜色
    direction: { type: String, value: 'up' },
  },

  data: {
    width: 0,
  },

  observers: {
    percent(percent) {
      this.setData({ width: Math.min(100, Math.max(0, percent)) })
    },
  },
})
