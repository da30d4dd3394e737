Page({
  data: {
    harbours: [{ name: '东门' }, { name: '西岸' }, { name: '南屿' }, { name: '北礁' }],
    harbour: 1,
    columns: [
      ['早班', '午班', '晚班'],
      ['普通舱', '上层舱', '贵宾舱'],
    ],
    choice: [0, 1],
    time: '08:40',
    date: '2025-06-18',
    month: '2025-06',
    region: ['广东省', '广州市', '海珠区'],
    said: '还没有滚动',
  },

  setHarbour(event) {
    this.setData({ harbour: Number(event.detail.value) })
  },

  setChoice(event) {
    this.setData({ choice: event.detail.value })
  },

  // 每滚动一列说一次；项目可以在这里换掉后面的列
  setColumn(event) {
    this.setData({ said: event.type + ' ' + JSON.stringify(event.detail) })
  },

  setTime(event) {
    this.setData({ time: event.detail.value })
  },

  setDate(event) {
    this.setData({ date: event.detail.value })
  },

  setMonth(event) {
    this.setData({ month: event.detail.value })
  },

  setRegion(event) {
    this.setData({ region: event.detail.value })
  },
})
