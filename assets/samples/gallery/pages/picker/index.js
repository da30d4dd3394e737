Page({
  data: {
    modes: ['selector', 'multiSelector', 'time', 'date', 'region'],
    harbours: ['东门', '西岸', '南屿'],
  },
})
