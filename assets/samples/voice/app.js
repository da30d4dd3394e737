App({
  globalData: {
    // 实验服务器的地址，由 Ferry 提供；在其他环境中为空
    lab: wx.env.FERRY_LAB || '',
  },
})
