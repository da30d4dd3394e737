Page({
  data: {
    harbours: [
      { name: '东门', times: ['07:10', '08:40', '10:00', '12:30'] },
      { name: '西岸', times: ['07:30', '09:15', '11:20', '13:00'] },
      { name: '南屿', times: ['06:50', '09:00', '14:10', '16:45'] },
    ],
    heights: [60, 96, 72, 48, 84, 66],
    departures: ['东门 07:10', '西岸 07:30', '东门 08:40', '南屿 09:00', '西岸 09:15', '东门 10:00'],
    said: '向上滚动列表',
  },

  tell(event) {
    this.setData({ said: event.type + ' ' + JSON.stringify(event.detail) })
  },
})
